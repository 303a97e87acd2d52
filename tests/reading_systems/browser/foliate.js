// foliate-js as Foliate and other readers use it: the view with the paginator.
import './node_modules/foliate-js/view.js'
import { until } from './waiting.js'

export async function open(url, host) {
    const view = document.createElement('foliate-view')
    host.append(view)
    await view.open(url)
    const { book, renderer } = view
    renderer.setAttribute('max-column-count', '1')
    const shown = () => renderer.getContents()[0]
    return {
        paths: book.sections.map(section => section.id),
        contents: flat(book.toc).map(entry => entry.href),
        current: () => shown()?.doc ? { doc: shown().doc, path: book.sections[shown().index].id } : {},
        step: () => renderer.size,
        async show(index) {
            await view.goTo(index)
            await until(() => shown()?.index === index && shown().doc.readyState === 'complete')
        },
        goTo: target => view.goTo(target),
        reveal: element => renderer.scrollToAnchor(element),
        resolves: target => Boolean(book.resolveHref(target)),
        dress: css => renderer.setStyles(css),
        async found(index, phrase) {
            let hits = 0
            for await (const hit of view.search({ query: phrase, index })) if (hit.cfi) hits++
            view.clearSearch()
            return hits
        },
        close: () => view.close(),
    }
}

function flat(entries) {
    return (entries ?? []).flatMap(entry => [entry, ...flat(entry.subitems)]).filter(entry => entry.href)
}
