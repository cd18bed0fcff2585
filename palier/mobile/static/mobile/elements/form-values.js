// @ts-check
// What a form says, by the names of its fields, and back.

/** @typedef {import("terrain/logic/lines").Line} Line */

/**
 * @param {HTMLFormElement} form
 * @param {Line} usual what each field holds when nothing is said
 * @returns {Line}
 */
export function formValues(form, usual) {
  const said = new FormData(form);
  const fields = Object.entries(usual).map(([name, value]) => [
    name,
    Array.isArray(value) ? said.getAll(name).map(String) : String(said.get(name) ?? value),
  ]);
  return Object.fromEntries(fields);
}

/**
 * @param {HTMLFormElement} form
 * @param {Line} line
 */
export function writeValues(form, line) {
  for (const control of form.elements) {
    const value = line[/** @type {HTMLInputElement} */ (control).name];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && ["checkbox", "radio"].includes(control.type)) {
      control.checked = Array.isArray(value) ? value.includes(control.value) : value === control.value;
    } else if (control instanceof HTMLTextAreaElement || control instanceof HTMLInputElement || control instanceof HTMLSelectElement) {
      control.value = String(value);
    }
  }
}
