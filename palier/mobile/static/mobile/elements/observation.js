// @ts-check
// « Observer le lieu »: what one sees of the place, never of somebody.
import { LineScreen } from "terrain/elements/line-screen";

class ObservationScreen extends LineScreen {
  /** @override */
  kind = "observation.put";
  /** @override */
  recorded = "Observation enregistrée";
}

customElements.define("terrain-observation", ObservationScreen);
