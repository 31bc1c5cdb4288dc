// Pushes documents from PouchDB (LevelDB on disk) to express-pouchdb in a process of its own over
// loopback HTTP, until the target has the last one; prints what that took as one line of JSON.
//
//   node push.mjs FILE        FILE has a JSON document on each line

import { fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const PouchDB = require('pouchdb')

const folder = mkdtempSync(join(tmpdir(), 'cacah-pouchdb-'))
try {
  await (process.argv[2] === '--serve' ? serve() : push(process.argv[2]))
} finally {
  if (process.argv[2] !== '--serve') rmSync(folder, { recursive: true })
}

/** The endpoint: tells its parent the port, then on every question what it has used and received. */
async function serve() {
  const app = require('express')()
  const Stored = PouchDB.defaults({ prefix: join(folder, '/') })
  const options = { mode: 'minimumForPouchDB', inMemoryConfig: true }
  app.use('/', require('express-pouchdb')(Stored, options))
  let bytes = 0
  const sockets = new Set()
  const server = createServer(app).on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => {
      bytes += socket.bytesRead
      sockets.delete(socket)
    })
  })
  process.on('message', () => {
    const open = [...sockets].reduce((sum, socket) => sum + socket.bytesRead, 0)
    process.send({ cpu: process.cpuUsage(), bytes: bytes + open })
  })
  process.on('disconnect', () => {
    rmSync(folder, { recursive: true })
    process.exit()
  })
  server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
}

async function push(file) {
  const documents = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
  const endpoint = fork(fileURLToPath(import.meta.url), ['--serve'])
  const told = () => new Promise((resolve) => endpoint.once('message', resolve))
  const { port } = await told()
  const used = () => {
    endpoint.send('used')
    return told()
  }
  const local = new PouchDB(join(folder, 'laptop'))
  for (let at = 0; at < documents.length; at += 500) {
    await local.bulkDocs(documents.slice(at, at + 500))
  }
  const remote = new PouchDB(`http://127.0.0.1:${port}/families`)
  await remote.info()

  const [mine, theirs, started] = [process.cpuUsage(), await used(), performance.now()]
  const done = await local.replicate.to(remote, { batch_size: 500 })
  const seconds = (performance.now() - started) / 1000
  const [after, laptop] = [await used(), process.cpuUsage(mine)]
  const { doc_count: count } = await remote.info()
  if (count !== documents.length || done.doc_write_failures > 0) {
    throw new Error(`${count} of ${documents.length} documents arrived`)
  }
  const each = (cpu) => (cpu.user + cpu.system) / 1000 / count
  const between = { user: after.cpu.user - theirs.cpu.user, system: after.cpu.system - theirs.cpu.system }
  console.log(JSON.stringify({
    per_second: count / seconds,
    cpu_laptop: each(laptop),
    cpu_endpoint: each(between),
    bytes: (after.bytes - theirs.bytes) / count,
  }))
  endpoint.disconnect()
  await local.close()
}
