// Makes elements, and brings what is on the page to what it should be. Data gets in as text and as attributes only, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

export const el = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
export const svg = (tag, attributes, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

// Changes only what differs, so that focus, selected text and what was typed stay as they are from one look to the next.
export function morph(old, fresh) {
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName) {
    old.replaceWith(fresh);
  } else if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
  } else {
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    morphChildren(old, [...fresh.childNodes]);
  }
}

export function morphChildren(parent, fresh) {
  const old = [...parent.childNodes];
  old.slice(fresh.length).forEach(node => node.remove());
  fresh.forEach((node, i) => i < old.length ? morph(old[i], node) : parent.append(node));
}
