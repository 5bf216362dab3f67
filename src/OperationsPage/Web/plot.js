// Figures over the last minutes, as lines.

import { el, svg } from './dom.js';
import { KEEP_MS } from './history.js';

const WIDTH = 560, HEIGHT = 132, LEFT = 64, RIGHT = 6, TOP = 8, BOTTOM = 20;
const GAP_MS = 8_000;

// Lines are { name, points: [[ms, value or null]...] }, written by format; of bytes a thousand are 1024.
export function plot(title, nowMs, lines, format, thousand = 1000) {
  const top = ceiling(Math.max(0, ...lines.flatMap(line => line.points.map(([, value]) => value ?? 0))), thousand);
  const x = ms => LEFT + (WIDTH - LEFT - RIGHT) * (1 - (nowMs - ms) / KEEP_MS);
  const y = value => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const now = lines.map(line => [line.name, format(line.points.at(-1)?.[1])]);
  return el('figure', { class: 'plot' },
    el('figcaption', null, el('h3', null, title), now.map(([name, value], i) =>
      el('span', { class: `value line-${i}` }, lines.length > 1 ? el('span', { class: 'name' }, `${name} `) : null, value))),
    svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': `${title}, now ${now.map(([name, value]) => `${name} ${value}`).join(', ')}` },
      [0, top / 2, top].map(value => svg('g', { class: 'grid' },
        svg('line', { x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
        svg('text', { x: LEFT - 6, y: y(value) + 4, 'text-anchor': 'end' }, format(value)))),
      [5, 4, 3, 2, 1].map(minutes => svg('text', { class: 'time', x: x(nowMs - minutes * 60_000), y: HEIGHT - 4, 'text-anchor': minutes === 5 ? 'start' : 'middle' }, `−${minutes} min`)),
      svg('text', { class: 'time', x: WIDTH - RIGHT, y: HEIGHT - 4, 'text-anchor': 'end' }, 'now'),
      lines.map((line, i) => pieces(line.points.filter(([ms]) => ms >= nowMs - KEEP_MS)).map(piece => [
        piece.length > 1 && lines.length === 1 ? svg('path', { class: `area line-${i}`, d: `${path(piece, x, y)}V${y(0)}H${round(x(piece[0][0]))}Z` }) : null,
        piece.length > 1 ? svg('path', { class: `line line-${i}`, d: path(piece, x, y) })
          : svg('circle', { class: `line line-${i}`, cx: x(piece[0][0]), cy: y(piece[0][1]), r: 1.5 }),
      ]))));
}

// A line breaks where nobody looked, or nothing was known.
function pieces(points) {
  const found = [];
  let last = null;
  for (const [ms, value] of points) {
    if (value === null) last = null;
    else {
      if (last === null || ms - last > GAP_MS) found.push([]);
      found.at(-1).push([ms, value]);
      last = ms;
    }
  }
  return found;
}

const round = number => Math.round(number * 10) / 10;
const path = (points, x, y) => points.map(([ms, value], i) => `${i === 0 ? 'M' : 'L'}${round(x(ms))} ${round(y(value))}`).join('');

// The next round figure above, of which the half is round, too.
function ceiling(value, thousand) {
  let unit = 1;
  while (value > 600 * unit) unit *= thousand;
  return [1, 2, 4, 6, 10, 20, 40, 60, 100, 200, 400, 600].map(step => step * unit).find(step => step >= Math.max(value, 2));
}
