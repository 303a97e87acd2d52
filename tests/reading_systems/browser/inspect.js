// A walk through one volume in one reading system: every document rendered, searched, in a night's and a large dress, its
// links followed. `begin` opens the volume, `inspect` says what is wrong, `present` shows a document for a screenshot.
import { columns, isShown, links, overTheEdge, picturesMissing, unreadable, wordsMissing } from './page.js'
import { moment, until } from './waiting.js'

const DAY = { css: '', ground: 'rgb(255, 255, 255)' }
const NIGHT = {
    css: 'html { background: #121212; color: #ddd } a:any-link { color: #8ab4f8 }',
    ground: 'rgb(18, 18, 18)',
}
const LARGE = { css: 'html { font-size: 200% }', ground: DAY.ground }
const DRESSES = { day: DAY, night: NIGHT, large: LARGE }

let system, expected

export async function begin(adapter, url, volume) {
    const { open } = await import(adapter)
    expected = volume
    document.getElementById('host').replaceChildren()
    system = await open(url, document.getElementById('host'))
}

export async function end() {
    await system?.close()
    system = null
}

export async function present(index, dress, selector) {
    await system.show(index)
    await wear(dress)
    const part = selector && system.current().doc.querySelector(selector)
    if (part) await system.reveal(part)
}

export async function inspect() {
    const said = differences('the spine', system.paths, expected.documents.map(one => one.path))
    said.push(...differences('the contents', system.contents, expected.contents))
    if (said.length) return said
    const targets = new Map(expected.contents.map(target => [target, null]))
    for (const [index, one] of expected.documents.entries()) {
        said.push(...(await rendered(index, one)).map(problem => `${one.path} ${problem}`))
        for (const target of one.links) if (!targets.get(target)) targets.set(target, index)
    }
    for (const [target, from] of targets) said.push(...await followed(target, from))
    return said
}

async function rendered(index, one) {
    await system.show(index)
    const { doc, path } = system.current()
    if (path !== one.path) return [`is not what is opened, but ${path}`]
    const said = [...wordsMissing(doc, one.text), ...await picturesMissing(doc, one.pictures)]
    for (const [name, { ground }] of Object.entries(DRESSES)) {
        await wear(name)
        said.push(...[...unreadable(doc, ground), ...overTheEdge(doc, columns(doc, system.step()))]
            .map(problem => name === 'day' ? problem : `(${name}) ${problem}`))
    }
    await wear('day')
    if (one.phrase && !await system.found(index, one.phrase)) said.push(`is searched in vain for «${one.phrase}»`)
    return [...new Set(said)]
}

/** A link is clicked where a document holds it, an entry of the contents is gone to; what opens has to be its target. */
async function followed(target, from) {
    const [path, id] = target.split('#')
    const where = from === null ? 'the contents' : expected.documents[from].path
    if (!system.resolves(target)) return [`${where} leads nowhere: ${target}`]
    if (from === null) await system.goTo(target)
    else if (!await clicked(target, from)) return [`${where} shows no link to ${target}`]
    const there = doc => system.settled?.(id) === false ? doc.getElementById(id) : isShown(doc, id)
    const arrived = await until(() => system.current().path === path && there(system.current().doc))
    return arrived ? [] : [`${where} leads to ${system.current().path} instead of ${target}`]
}

async function clicked(target, from) {
    await system.show(from)
    const { doc, path } = system.current()
    const link = links(doc, path).find(one => one.target === target)
    link?.element.click()
    return Boolean(link)
}

async function wear(name) {
    document.body.style.background = DRESSES[name].ground
    system.dress(DRESSES[name].css)
    await moment()
    await moment()
}

function differences(what, found, wanted) {
    return found.join('\n') === wanted.join('\n') ? [] : [`${what} is read as ${found.join(', ')}`]
}
