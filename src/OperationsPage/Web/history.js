// What has been seen, as long as the page is open: plots and rates are made of it.

export const KEEP_MS = 5 * 60_000;
const RATE_OVER_MS = 10_000;
const MOST_KEYS = 24;

const seen = new Map();

// The samples of one thing, oldest first; of things not looked at for long none are kept.
function samplesOf(key) {
  const samples = seen.get(key) ?? [];
  seen.delete(key);
  seen.set(key, samples);
  if (seen.size > MOST_KEYS) seen.delete(seen.keys().next().value);
  return samples;
}

// Takes what was counted at a time: numbers by name, of which some may be missing.
export function keep(key, atMs, counts) {
  const samples = samplesOf(key);
  if (samples.length === 0 || samples.at(-1).atMs < atMs) samples.push({ atMs, counts });
  while (samples[0].atMs < atMs - KEEP_MS - RATE_OVER_MS) samples.shift();
}

// A figure over time, as [ms, value].
export const levels = (key, name) => samplesOf(key).map(({ atMs, counts }) => [atMs, counts[name] ?? null]);

// How fast counts grow over time, all those of the names together, as [ms, per second].
export function rates(key, names) {
  const samples = samplesOf(key);
  return samples.slice(1).map((sample, i) => [sample.atMs, growth(samples[i], sample, names)]);
}

// How fast one count has grown over the last seconds.
export function rate(key, name) {
  const samples = samplesOf(key);
  const last = samples.at(-1);
  const first = samples.find(sample => sample.atMs >= last.atMs - RATE_OVER_MS);
  return first === last ? null : growth(first, last, [name]);
}

// What was not counted both times does not count, and what has shrunk has begun anew.
function growth(from, to, names) {
  const both = names.filter(name => Number.isFinite(from.counts[name]) && Number.isFinite(to.counts[name]));
  const grown = both.reduce((sum, name) => sum + to.counts[name] - from.counts[name], 0);
  return both.length === 0 || both.some(name => to.counts[name] < from.counts[name]) ? null : grown * 1000 / (to.atMs - from.atMs);
}
