// epub.js (whose scripts the page has loaded) as web readers use it: paginated, one page at a time.
import { until } from './waiting.js'

export async function open(url, host) {
    const book = globalThis.ePub(await (await fetch(url)).arrayBuffer())
    await book.ready
    const width = host.clientWidth
    const rendition = book.renderTo(host, { width, height: host.clientHeight, flow: 'paginated', spread: 'none' })
    const base = book.path.directory.replace(/^\//, '')
    const sections = book.spine.spineItems
    const shown = () => rendition.getContents()[0]
    const pathOf = index => base + decodeURI(sections[index].href)
    const relative = target => target.slice(base.length)
    return {
        paths: sections.map((_, index) => pathOf(index)),
        contents: flat(book.navigation.toc).map(entry => base + decodeURI(entry.href)),
        current: () => shown() ? { doc: shown().document, path: pathOf(shown().sectionIndex) } : {},
        // It turns to the page of a figure before the pictures above have their sizes, and stays there.
        settled: id => !/^figure-/.test(id),
        step: () => rendition.manager.layout.pageWidth,
        async show(index) {
            await rendition.display(sections[index].href)
            await until(() => shown()?.sectionIndex === index && shown().document.readyState === 'complete')
        },
        goTo: target => rendition.display(relative(target)),
        resolves: target => Boolean(book.spine.get(relative(target))),
        dress: css => shown().addStylesheetCss(css, 'dress'),
        async found(index, phrase) {
            await sections[index].load(book.load.bind(book))
            return sections[index].search(phrase).length
        },
        close: () => book.destroy(),
    }
}

function flat(entries) {
    return entries.flatMap(entry => [entry, ...flat(entry.subitems ?? [])])
}
