// How figures, times and names are written.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

export const UNKNOWN = '–';

// All of them together, unknown where each is.
export const total = values => values.reduce((sum, value) => value === null ? sum : (sum ?? 0) + value, null);

const known = (value, write) => value === null || value === undefined ? UNKNOWN : write(value);

export const count = value => known(value, whole.format);

export const rate = value => known(value, records => `${short.format(records < 1000 ? Math.round(records * 10) / 10 : Math.round(records))}/s`);

export const bytes = value => known(value, octets => {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let unit = 0;
  for (; octets >= 1000 && unit < units.length - 1; unit++) octets /= 1024;
  return `${unit === 0 ? whole.format(octets) : octets.toFixed(octets < 10 ? 2 : octets < 100 ? 1 : 0)} ${units[unit]}`;
});

export const byteRate = value => known(value, octets => `${bytes(octets)}/s`);

export const clock = ms => new Date(ms).toLocaleTimeString('en-GB');

export const moment = ms => new Date(ms).toLocaleString('sv-SE');

export function ago(ms, nowMs) {
  const seconds = Math.max(0, Math.round((nowMs - ms) / 1000));
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60), days = Math.floor(hours / 24);
  return days > 0 ? `${days} d ${hours % 24} h` : hours > 0 ? `${hours} h ${minutes % 60} min` : minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

export const plural = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;

// Clients choose names: what cannot be seen, or would turn the text around, is shown by its number.
export const visible = name =>
  name === '' ? '(empty)' : name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character => `\\u{${character.codePointAt(0).toString(16)}}`);
