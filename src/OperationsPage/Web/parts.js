// What several views are made of.

import { el, svg } from './dom.js';
import { count, plural, visible } from './format.js';

export const link = (view, name, text) => el('a', { href: `#/${view}?name=${encodeURIComponent(name)}` }, el('bdi', null, text ?? visible(name)));

export const figure = (label, value, note) => el('div', { class: 'figure' }, el('dt', null, label), el('dd', null, value, note ? el('small', null, note) : null));

export const figures = (...all) => el('dl', { class: 'figures' }, all);

export const section = (title, ...content) => el('section', null, el('h2', null, title), content);

export const empty = (...text) => el('p', { class: 'empty' }, text);

// Columns are [heading, kind]: 'name' for what clients have called so and may be long, 'number' for what is aligned right, 'bar'.
export const table = (caption, columns, rows) => el('div', { class: 'table' }, el('table', null,
  el('caption', null, caption),
  el('thead', null, el('tr', null, columns.map(([heading, kind]) => el('th', { scope: 'col', class: kind }, heading)))),
  el('tbody', null, rows.map(cells => el('tr', null, cells.map((cell, i) => el('td', { class: columns[i][1] }, cell)))))));

export const bar = (value, most) => svg('svg', { class: 'bar', viewBox: '0 0 100 1', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
  svg('rect', { width: most > 0 ? Math.max(value > 0 ? 1 : 0, 100 * value / most) : 0, height: 1 }));

const STATES = { Stable: 'good', Empty: 'quiet', PreparingRebalance: 'moving', CompletingRebalance: 'moving', Dead: 'bad' };

export const state = word => el('span', { class: `state ${STATES[word] ?? 'quiet'}` }, word);

export const error = name => el('span', { class: 'state bad' }, name);

// Where in a long list we are, and the ways on from there.
export function pages(view, params, { from, total, shown, limit }, noun) {
  if (total <= shown && from === 0) return null;
  const to = (start, text) => start === null ? el('span', { 'aria-disabled': 'true' }, text)
    : el('a', { href: `#/${view}?${new URLSearchParams({ ...params, from: start })}` }, text);
  return el('nav', { class: 'pages', 'aria-label': 'Pages' },
    to(from > 0 ? Math.max(0, from - limit) : null, '← previous'),
    el('span', null, shown === 0 ? `none from ${count(from + 1)} on` : `${count(from + 1)} to ${count(from + shown)} of ${plural(total, noun)}`),
    to(from + shown < total ? from + limit : null, 'next →'));
}

export const filter = (label, params) => el('label', { class: 'filter' }, label,
  el('input', { type: 'search', 'data-param': 'filter', value: params.filter ?? '', placeholder: 'part of the name', spellcheck: 'false', autocomplete: 'off', 'aria-keyshortcuts': '/' }));

export const choice = (label, param, params, options) => el('label', { class: 'filter' }, label,
  el('select', { 'data-param': param }, options.map(([value, text]) => el('option', { value, selected: (params[param] ?? '') === value }, text))));
