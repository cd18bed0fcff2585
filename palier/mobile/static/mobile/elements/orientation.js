// @ts-check
// « Orientation »: towards whom, how, about what.
import { LineScreen } from "terrain/elements/line-screen";

class OrientationScreen extends LineScreen {
  /** @override */
  kind = "orientation.put";
  /** @override */
  recorded = "Orientation enregistrée";
}

customElements.define("terrain-orientation", OrientationScreen);
