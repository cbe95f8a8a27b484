// Copies what the pages load from node_modules into static/vendor/, each beside its licence.
import { cpSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const fresh = join(root, "static", "vendor.new");
const target = join(root, "static", "vendor");

const fontFiles = (name) =>
  ["latin", "latin-ext"].flatMap((subset) =>
    ["normal", "italic"].map((style) => `${name}-${subset}-wght-${style}.woff2`),
  );
const font = (name) => [
  [`@fontsource-variable/${name}/LICENSE`, `fonts/LICENSE-${name}`],
  ...fontFiles(name).map((file) => [`@fontsource-variable/${name}/files/${file}`, `fonts/${file}`]),
];

// [path in node_modules, path in static/vendor]; a folder is copied whole.
const copies = [
  ["leaflet/dist/leaflet.js", "leaflet/leaflet.js"],
  ["leaflet/dist/leaflet.css", "leaflet/leaflet.css"],
  ["leaflet/dist/images", "leaflet/images"],
  ["leaflet/LICENSE", "leaflet/LICENSE"],
  ["leaflet.locatecontrol/dist/L.Control.Locate.min.js", "locatecontrol/L.Control.Locate.min.js"],
  ["leaflet.locatecontrol/dist/L.Control.Locate.min.css", "locatecontrol/L.Control.Locate.min.css"],
  ["leaflet.locatecontrol/LICENSE.md", "locatecontrol/LICENSE.md"],
  ["supercluster/dist/supercluster.min.js", "supercluster/supercluster.min.js"],
  ["protomaps-leaflet/dist/protomaps-leaflet.js", "protomaps/protomaps-leaflet.js"],
  ["protomaps-leaflet/LICENSE", "protomaps/LICENSE"],
  ["supercluster/LICENSE", "supercluster/LICENSE"],
  ["exifreader/dist/exif-reader.js", "exifreader/exif-reader.js"],
  ["exifreader/LICENSE", "exifreader/LICENSE"],
  ["lucide-static/icons", "icons/lucide"],
  ["lucide-static/LICENSE", "icons/lucide/LICENSE"],
  // The style sheets fetch these two; the others are drawn into pages and have no address.
  ["lucide-static/icons/layers.svg", "masks/layers.svg"],
  ["lucide-static/icons/locate-fixed.svg", "masks/locate-fixed.svg"],
  ["@mapbox/maki/icons", "icons/maki"],
  ["@mapbox/maki/LICENSE.txt", "icons/maki/LICENSE.txt"],
  ...font("schibsted-grotesk"),
  ...font("literata"),
];

rmSync(fresh, { recursive: true, force: true });
for (const [source, destination] of copies) {
  mkdirSync(dirname(join(fresh, destination)), { recursive: true });
  cpSync(join(root, "node_modules", source), join(fresh, destination), { recursive: true });
}
rmSync(target, { recursive: true, force: true });
renameSync(fresh, target);
