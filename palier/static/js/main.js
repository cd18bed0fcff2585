// @ts-check
// What every page wakes up. Each module finds its own elements; without any of them the page still works.
import "palier/elements/agenda-days";
import "palier/elements/busy-button";
import "palier/elements/dialog-opener";
import "palier/elements/digits-reveal";
import "palier/elements/live-results";
import "palier/elements/search-shortcut";
import "palier/elements/theme-switch";
import "palier/elements/undo-toast";
