// A browser may clear what a site kept where the disk is full, unless it promised not to. Most decide that by themselves, without a word.
// Firefox asks its person, in a box over the page: there only a button may lead to it, never writing or opening a page.

const asksPerson = CSS.supports("-moz-appearance", "none");

export const askUnseen = () => asksPerson || navigator.storage?.persist?.();
