// @ts-check
// Lets Node find the modules that the phone's page names « terrain/… », as its import map does.
import { register } from "node:module";

const root = new URL("../../palier/mobile/static/mobile/", import.meta.url).href;
const hooks = `
  export function resolve(name, context, next) {
    if (!name.startsWith("terrain/")) return next(name, context);
    return next(${JSON.stringify(root)} + name.slice(8) + ".js", context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
