// Elements out of HTML that the exchange rendered. The only place where text becomes elements: the one
// policy that the pages allow (Trusted Types) is made here and goes no further.

const policy = globalThis.trustedTypes?.createPolicy("samen", { createHTML: (text) => text });

// A document of its own: nothing in it runs, not even when a part of it moves into the page.
function parsed(text) {
  return new DOMParser().parseFromString(policy ? policy.createHTML(text) : text, "text/html");
}

/** The first element of a piece of HTML that this exchange sent, ready to be put into the page. */
export function fragment(text) {
  const element = parsed(text).body.firstElementChild;
  return element ? document.adoptNode(element) : null;
}

/** The elements of a whole page of this exchange that fit a selector. */
export function elements(text, selector) {
  return [...parsed(text).querySelectorAll(selector)];
}
