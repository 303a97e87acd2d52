// Ace by DAISY on many volumes in one Chromium. Reads JSON from standard input: {volumes: [path]}; writes one JSON line a
// volume: {book, problems}. The browser is named by PUPPETEER_EXECUTABLE_PATH.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import ace from '@daisy/ace-core'
import runner from '@daisy/ace-axe-runner-puppeteer'

const { volumes } = JSON.parse(await text(process.stdin))
const launched = { ...runner, launch: async () => {}, close: async () => {} } // one browser for all volumes, not one each
await runner.launch()
for (const book of volumes) process.stdout.write(`${JSON.stringify({ book, problems: await violations(book) })}\n`)
await runner.close()

async function violations(book) {
    const outdir = await mkdtemp(join(tmpdir(), 'ace-'))
    try {
        const [, report] = await ace(book, { cwd: process.cwd(), outdir, silent: true, initLogger: true }, launched)
        return report.assertions.flatMap(page => page.assertions.map(one => said(page, one)))
    } catch (error) {
        return [`stops: ${error?.message ?? error}`]
    } finally {
        await rm(outdir, { recursive: true, force: true })
    }
}

function said(page, { 'earl:test': test, 'earl:result': result }) {
    const what = result['dct:description'].split('\n').map(line => line.trim()).filter(Boolean).join(' ')
    return `${page['earl:testSubject'].url} ${test['earl:impact']} ${test['dct:title']}: ${what}`
}
