// What the JavaScript client programs share: the line format of ../README.md.
import { createRequire } from 'node:module'
import { readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { homedir } from 'node:os'
import { inspect } from 'node:util'

const cache = process.env.KAFKA_CLIENTS_CACHE ??
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'kafka-gateway-clients')
export const modules = join(cache, 'npm', 'node_modules')
/** Loads a package that install.sh put outside the tree. */
export const need = createRequire(join(cache, 'npm', 'package.json'))
export const packageJson = name => JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'))

export const b64 = x => x === null || x === undefined ? null : Buffer.from(x).toString('base64')
export const raw = x => x === null ? null : Buffer.from(x, 'base64')

export const readRecords = () => readFileSync(0, 'utf8').split('\n').filter(Boolean).map(line => {
  const { p, k, v, h, t } = JSON.parse(line)
  return { partition: p, key: raw(k), value: raw(v), headers: h.map(([n, x]) => [n, raw(x)]), timestamp: t }
})

export function print (line) {
  const data = Buffer.from(line + '\n')
  for (let at = 0; at < data.length;) {
    try {
      at += writeSync(1, data, at)
    } catch (e) {
      if (e.code !== 'EAGAIN') throw e
    }
  }
}
export const event = e => print(JSON.stringify(e))
export const record = (p, o, k, v, headers, t) =>
  event({ p, o: Number(o), k: b64(k), v: b64(v), h: headers.map(([n, x]) => [n, b64(x)]), t: Number(t) })

/** Resolves once SIGTERM came: a member then closes in an orderly way. */
export const stopped = new Promise(resolve => process.on('SIGTERM', resolve))

export function deferred () {
  const d = {}
  d.promise = new Promise((resolve, reject) => Object.assign(d, { resolve, reject }))
  return d
}

export async function main (commands) {
  setTimeout(() => { // a hard deadline of its own, whatever the driver does
    console.error('client deadline passed')
    process.exit(124)
  }, 1000 * (process.env.CLIENT_DEADLINE ?? 100)).unref()
  const [command, ...args] = process.argv.slice(2)
  try {
    await commands[command](...args)
  } catch (e) {
    console.error(inspect(e, { depth: 6 }))
    process.exit(1)
  }
  process.exit(0)
}
