// Opens volumes in a reading system inside Chromium, without a network. Reads one JSON from standard input:
// {system, chromium, shots, volumes: [{book, expected, shots: [{name, index, dress, part}]}]}; writes one JSON line a volume: {book, problems}.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { dirname, extname, join, normalize, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import puppeteer from 'puppeteer-core'

const HERE = dirname(fileURLToPath(import.meta.url))
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.epub': 'application/epub+zip', '.css': 'text/css' }
const SCREEN = { width: 600, height: 800 } // a reader of six inches
const FLAGS = ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync',
    '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1']
const TRIPS = /^(fails|stops):/
const PATIENCE = 600_000 // milliseconds for one volume

const task = JSON.parse(await text(process.stdin))
const books = new Map(task.volumes.map(({ book }, number) => [`/book/${number}.epub`, book]))

const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname)
    const file = books.get(path) ?? normalize(join(HERE, path))
    const allowed = books.has(path) || file.startsWith(HERE + sep)
    const known = allowed && await stat(file).catch(() => null)
    response.writeHead(known?.isFile() ? 200 : 404, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
    if (known?.isFile()) createReadStream(file).pipe(response)
    else response.end()
})
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`
const browser = await puppeteer.launch({
    executablePath: task.chromium, args: FLAGS, timeout: 60_000, protocolTimeout: PATIENCE, defaultViewport: SCREEN,
})
try {
    for (const [url, book] of books) {
        const volume = task.volumes.find(one => one.book === book)
        const first = await inspect(url, volume)
        // A system that trips over itself on a busy machine has a second try; what is wrong with a volume stays.
        const problems = first.some(problem => TRIPS.test(problem)) ? await inspect(url, volume) : first
        process.stdout.write(`${JSON.stringify({ book, problems: [...new Set(problems)] })}\n`)
    }
} finally {
    await browser.close()
    server.close()
}

async function inspect(url, { expected, shots }) {
    const page = await browser.newPage()
    const problems = []
    page.on('request', request => {
        if (!/^(blob:|data:|about:)/.test(request.url()) && !request.url().startsWith(base))
            problems.push(`asks the network for ${request.url()}`)
    })
    page.on('requestfailed', request => {
        if (request.failure()?.errorText !== 'net::ERR_ABORTED') problems.push(`cannot load ${request.url()}`)
    })
    page.on('pageerror', error => problems.push(`fails: ${error.message}`))
    try {
        await page.goto(`${base}/${task.system}.html`)
        await page.evaluate(async (adapter, address, volume) => {
            globalThis.walk = await import('/inspect.js')
            await globalThis.walk.begin(adapter, address, volume)
        }, `./${task.system}.js`, url, expected)
        problems.push(...await page.evaluate(() => globalThis.walk.inspect()))
        for (const { name, index, dress, part } of shots ?? []) {
            await page.evaluate((...what) => globalThis.walk.present(...what), index, dress, part)
            await page.screenshot({ path: join(task.shots, `${name}.png`) })
        }
    } catch (error) {
        problems.push(`stops: ${error.message}`)
    }
    await page.close()
    return problems
}
