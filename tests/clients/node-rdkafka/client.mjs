// node-rdkafka (its own build of librdkafka) as a client program; see ../README.md for the commands.
import { deferred, event, main, need, packageJson, readRecords, record, stopped } from '../lib/client-common.mjs'

const Kafka = need('node-rdkafka')

function about () {
  event({
    version: `node-rdkafka ${packageJson('node-rdkafka').version.replace('v', '')} librdkafka ${Kafka.librdkafkaVersion} node ${process.versions.node}`,
    codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
    can: ['headers', 'reads_headers', 'empty_header_value', 'repeated_header', 'text_headers', 'null_is_empty_header', 'timestamps', 'reads_timestamps', 'null_key', 'null_value',
      'null_key_and_value', 'empty_key', 'empty_value', 'idempotent', 'transaction', 'group', 'range', 'cooperative-sticky', 'consumer'],
  })
}

const call = (object, method, ...args) => new Promise((resolve, reject) =>
  object[method](...args, (error, result) => error ? reject(error) : resolve(result)))

async function topic (bootstrap, name, partitions) {
  const admin = Kafka.AdminClient.create({ 'bootstrap.servers': bootstrap })
  await call(admin, 'createTopic', { topic: name, num_partitions: Number(partitions), replication_factor: 1 }, 30000)
  admin.disconnect()
}

async function produce (bootstrap, topic, codec, mode) {
  const transactional = mode === 'commit' || mode === 'abort'
  const producer = new Kafka.Producer({
    'bootstrap.servers': bootstrap, 'compression.codec': codec, acks: 'all', 'linger.ms': 20, dr_cb: true, 'message.max.bytes': 5000000,
    'enable.idempotence': mode !== 'plain', 'message.timeout.ms': 60000, ...(transactional && { 'transactional.id': 'tx-' + topic }),
  })
  producer.on('event.error', e => console.error(e))
  const records = readRecords()
  const done = deferred()
  let acked = 0
  producer.on('delivery-report', error => {
    if (error) done.reject(error)
    if (++acked === records.length) done.resolve()
  })
  await call(producer, 'connect', {})
  producer.setPollInterval(20)
  if (transactional) {
    await call(producer, 'initTransactions', 60000)
    await call(producer, 'beginTransaction')
  }
  for (const r of records) {
    producer.produce(topic, r.partition, r.value, r.key, r.timestamp, null, r.headers.map(([n, v]) => ({ [n]: v })))
  }
  await call(producer, 'flush', 60000)
  await done.promise
  if (mode === 'commit') await call(producer, 'commitTransaction', 60000)
  if (mode === 'abort') await call(producer, 'abortTransaction', 60000)
  await call(producer, 'disconnect')
}

async function consume (bootstrap, topic) {
  const consumer = new Kafka.KafkaConsumer({
    'bootstrap.servers': bootstrap, 'group.id': 'none', 'enable.auto.commit': false, 'enable.partition.eof': true, 'isolation.level': 'read_committed',
  }, {})
  consumer.on('event.error', e => console.error(e))
  await call(consumer, 'connect', {})
  const metadata = await call(consumer, 'getMetadata', { topic, timeout: 30000 })
  const partitions = metadata.topics.find(t => t.name === topic).partitions.map(p => p.id)
  const open = new Set(partitions)
  const done = deferred()
  consumer.on('partition.eof', e => { open.delete(e.partition); if (!open.size) done.resolve() })
  consumer.assign(partitions.map(partition => ({ topic, partition, offset: 0 })))
  consumer.consume((error, m) => {
    if (error) return done.reject(error)
    record(m.partition, m.offset, m.key, m.value, (m.headers ?? []).flatMap(h => Object.entries(h)), m.timestamp)
  })
  await done.promise
  await call(consumer, 'disconnect')
}

async function member (bootstrap, topic, group, protocol, count = '0') {
  const limit = Number(count)
  const owned = new Set()
  const pending = new Map()
  const cooperative = protocol !== 'range'
  const commitPending = () => {
    // A commit between two generations fails; what stays owned is committed in the next one.
    for (const p of [...pending.keys()]) if (!owned.has(p)) pending.delete(p)
    if (!pending.size) return
    try {
      consumer.commitSync([...pending].map(([partition, offset]) => ({ topic, partition, offset })))
      pending.clear()
    } catch (e) {
      const { ERR_ILLEGAL_GENERATION, ERR_REBALANCE_IN_PROGRESS, ERR_STALE_MEMBER_EPOCH } = Kafka.CODES.ERRORS
      if (![ERR_ILLEGAL_GENERATION, ERR_REBALANCE_IN_PROGRESS, ERR_STALE_MEMBER_EPOCH ?? 113].includes(e.code)) throw e
      console.error(e.message)
    }
  }
  const consumer = new Kafka.KafkaConsumer({
    'bootstrap.servers': bootstrap, 'group.id': group, 'enable.auto.commit': false, 'topic.metadata.refresh.interval.ms': 5000,
    ...(protocol === 'consumer'
      ? { 'group.protocol': 'consumer' }
      : { 'partition.assignment.strategy': protocol, 'session.timeout.ms': 6000, 'heartbeat.interval.ms': 500 }),
    rebalance_cb: (e, partitions) => {
      try {
        if (e.code === Kafka.CODES.ERRORS.ERR__ASSIGN_PARTITIONS) {
          cooperative ? consumer.incrementalAssign(partitions) : consumer.assign(partitions)
          partitions.forEach(p => owned.add(p.partition))
        } else {
          commitPending()
          cooperative ? consumer.incrementalUnassign(partitions) : consumer.unassign()
          partitions.forEach(p => owned.delete(p.partition))
        }
      } catch (x) {
        if (consumer.isConnected()) throw x // while closing the assignment is gone already
      }
      event({ e: 'assigned', p: [...owned] })
    },
  }, { 'auto.offset.reset': 'earliest' })
  consumer.on('event.error', e => console.error(e))
  await call(consumer, 'connect', {})
  consumer.subscribe([topic])
  let stop = false
  stopped.then(() => { stop = true })
  let seen = 0
  const next = new Map()
  consumer.setDefaultConsumeTimeout(100)
  while (!stop && !(limit && seen === limit)) {
    for (const m of await call(consumer, 'consume', limit ? Math.min(limit - seen, 50) : 10)) {
      event({ e: 'rec', p: m.partition, o: m.offset, v: m.value.toString() })
      next.set(m.partition, m.offset + 1)
      seen++
      if (!limit) pending.set(m.partition, m.offset + 1)
    }
    commitPending()
  }
  if (limit) {
    consumer.commitSync([...next].map(([partition, offset]) => ({ topic, partition, offset })))
    const stored = await call(consumer, 'committed', [...next].map(([partition]) => ({ topic, partition })), 30000)
    event({ e: 'committed', offsets: Object.fromEntries(stored.map(x => [x.partition, x.offset])) })
  }
  await call(consumer, 'disconnect')
}

await main({ about, topic, produce, consume, member })
