// The colors of the console, light and dark: text stands out from what it lies on as WCAG 2.2 asks at level AA, 4.5
// to 1 (1.4.3), and the ring of the focus 3 to 1 (1.4.11). Needs no browser.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const css = readFileSync(new URL("../../src/http/console/assets/samen.css", import.meta.url), "utf8");
const [light, dark] = [...css.matchAll(/:root \{([^}]*)\}/g)].map(([, block]) =>
  Object.fromEntries([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name, color]) => [name, color])),
);
/** What is read, and what it lies on. */
const TEXT = [
  ["ink", ["paper", "card", "note", "danger-paper", "unreal-paper"]],
  ["soft", ["paper", "card", "note", "unreal-paper"]],
  ["main", ["paper", "card", "note", "unreal-paper"]],
  ["danger", ["paper", "card", "danger-paper"]],
  ["calm", ["paper", "card"]],
  ["unreal", ["unreal-paper"]],
  ["focus", ["card"]],
  ["on-bar", ["bar"]],
  ["on-main", ["main"]],
  ["on-danger", ["danger"]],
];

/** The relative luminance of a color (WCAG 2.2). */
function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [brighter, darker] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (brighter + 0.05) / (darker + 0.05);
}

test("black on white has the most contrast there is", () => {
  assert.equal(contrast("#000000", "#ffffff"), 21);
});

for (const [name, own] of [["light", light], ["dark", dark]]) {
  const colors = { ...light, ...own };
  test(`text can be read in ${name}`, () => {
    for (const [text, grounds] of TEXT) {
      for (const ground of grounds) {
        const found = contrast(colors[text], colors[ground]);
        assert.ok(found >= 4.5, `${text} on ${ground}: ${found.toFixed(2)}`);
      }
    }
    for (const ground of ["paper", "card"]) assert.ok(contrast(colors.focus, colors[ground]) >= 3, `focus on ${ground}`);
  });
}
