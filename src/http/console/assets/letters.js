// The draft of the letter to a citizen: its language, changes by hand, and on paper or in a file. What may be
// withheld is for the officer alone and leaves the page in neither.

import { save } from "./download.js";

/** Makes the letters in an answer work, when there are any. */
export function showLetters(found) {
  const letters = found.querySelector("[data-letters]");
  if (!letters) return;
  const language = letters.querySelector("[data-letter-language]");
  const shown = () => letters.querySelector(`[data-letter="${language.value}"]`);
  language.addEventListener("change", () => {
    for (const letter of letters.querySelectorAll("[data-letter]")) letter.hidden = letter !== shown();
  });
  letters.querySelector("[data-print]").addEventListener("click", () => {
    // A text field prints only what fits in its box.
    shown().querySelector(".paper").textContent = shown().querySelector("textarea").value;
    document.body.classList.add("letter-only");
    window.addEventListener("afterprint", () => document.body.classList.remove("letter-only"), { once: true });
    window.print();
  });
  letters.querySelector("[data-download]").addEventListener("click", () => {
    save(`letter-${language.value}.txt`, "text/plain;charset=utf-8", shown().querySelector("textarea").value);
  });
}
