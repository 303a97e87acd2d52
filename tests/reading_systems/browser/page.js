// What both reading systems in the browser are asked of a document they have rendered. Every function takes the document
// inside the system's frame and gives sentences about what is wrong; none means that all is well.

const LEAST_CONTRAST = 4.5 // WCAG 2.2, 1.4.3
const LEAST_SIZE = 6 // CSS pixels
const NARROWEST = 0.5 // of a pixel: less is no glyph

export const squeezed = text => text.replace(/[\s\u00ad\u200b]+/g, '').toLowerCase()

/** The words that are on the page against the words of the file. */
export function wordsMissing(doc, expected) {
    const shown = squeezed(doc.body.innerText)
    const wanted = squeezed(expected)
    if (shown === wanted) return []
    let at = 0
    while (at < wanted.length && shown[at] === wanted[at]) at++
    return [`shows other words than it holds, from «${wanted.slice(Math.max(0, at - 10), at + 40)}» on`]
}

/** Pictures that are not drawn. */
export async function picturesMissing(doc, expected) {
    const pictures = [...doc.querySelectorAll('img, image')]
    await Promise.all(pictures.map(picture => picture.decode?.().catch(() => null)))
    const found = pictures.length === expected ? [] : [`shows ${pictures.length} of ${expected} pictures`]
    const empty = pictures.filter(picture => picture.localName === 'img'
        && !(picture.naturalWidth > 0 && picture.getBoundingClientRect().width > 1))
    return [...found, ...empty.map(picture => `cannot draw the picture «${picture.getAttribute('alt')}»`)]
}

/** Texts that nobody can read: hidden, too small, transparent, or hardly apart from what is behind them. */
export function unreadable(doc, ground) {
    return texts(doc).flatMap(({ element, range, text }) => {
        const style = doc.defaultView.getComputedStyle(element)
        const said = `«${text.slice(0, 40)}»`
        if (![...range.getClientRects()].some(box => box.width > NARROWEST && box.height > NARROWEST))
            return [`takes no room on the page: ${said}`]
        if (style.visibility !== 'visible' || opacity(doc, element) < 0.4) return [`is invisible: ${said}`]
        if (parseFloat(style.fontSize) < LEAST_SIZE) return [`is set in ${style.fontSize}: ${said}`]
        const apart = contrast(colour(style.color), behind(doc, element, ground))
        return apart < LEAST_CONTRAST ? [`has a contrast of ${apart.toFixed(1)}: ${said}`] : []
    })
}

/** Texts and pictures that run over the edge of their column, where a page cuts them or the next page covers them. */
export function overTheEdge(doc, columns) {
    const { left, width, step } = columns
    const beyond = box => {
        const within = (((box.left - left) % step) + step) % step
        const start = within > step - 2 ? within - step : within
        return box.width > NARROWEST && box.height > NARROWEST
            && (box.left < left - 2 || start + box.width > width + 2)
    }
    const scrolled = element => {
        for (let one = element; one && one !== doc.body; one = one.parentElement)
            if (['auto', 'scroll'].includes(doc.defaultView.getComputedStyle(one).overflowX)) return true
        return false
    }
    const long = texts(doc).filter(({ range, element }) => [...range.getClientRects()].some(beyond) && !scrolled(element))
    const wide = [...doc.querySelectorAll('img, svg, table, hr')].filter(one =>
        [...one.getClientRects()].some(beyond) && !scrolled(one))
    return [
        ...long.map(({ text }) => `runs over the page's edge: «${text.slice(0, 40)}»`),
        ...wide.map(one => `runs over the page's edge: <${one.localName}>`),
    ]
}

/** Where the columns (the pages) of a document lie, in its own pixels; `step` from one page to the next. */
export function columns(doc, step) {
    const view = doc.defaultView
    const root = [doc.documentElement, doc.body].find(one => view.getComputedStyle(one).columnWidth !== 'auto')
    const style = view.getComputedStyle(root)
    const left = root.getBoundingClientRect().left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth)
    return { left, step, width: step - parseFloat(style.columnGap) }
}

/** Whether the element with an id stands on the page that the frame shows; no id: whether the document does. */
export function isShown(doc, id) {
    const target = id ? doc.getElementById(id) : doc.body
    if (!target) return false
    const frame = doc.defaultView.frameElement.getBoundingClientRect()
    const boxes = [...target.getClientRects()]
    const box = boxes.length ? boxes[0] : target.getBoundingClientRect()
    const left = frame.left + box.left
    return !id || (left >= -2 && left < globalThis.innerWidth)
}

/** The internal links of the document at `path`: the element, and what it leads to as the archive names it. */
export function links(doc, path) {
    const root = 'http://volume/'
    return [...doc.querySelectorAll('a[href]')].flatMap(element => {
        const href = element.getAttribute('href')
        if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return []
        return [{ element, target: decodeURIComponent(new URL(href, root + encodeURI(path)).href.slice(root.length)) }]
    })
}

function texts(doc) {
    const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
    const found = []
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.trim()
        if (!text || ['script', 'style'].includes(node.parentElement.localName)) continue
        const range = doc.createRange()
        range.selectNodeContents(node)
        found.push({ element: node.parentElement, range, text })
    }
    return found
}

function opacity(doc, element) {
    let product = 1
    for (let one = element; one; one = one.parentElement)
        product *= parseFloat(doc.defaultView.getComputedStyle(one).opacity)
    return product
}

function colour(written) {
    const [red, green, blue, alpha = 1] = written.match(/[\d.]+/g).map(Number)
    return { red, green, blue, alpha }
}

function behind(doc, element, ground) {
    for (let one = element; one; one = one.parentElement) {
        const painted = colour(doc.defaultView.getComputedStyle(one).backgroundColor)
        if (painted.alpha > 0.5) return painted
    }
    return colour(ground)
}

function contrast(one, other) {
    const [dark, light] = [one, other].map(luminance).sort((a, b) => a - b)
    return (light + 0.05) / (dark + 0.05)
}

function luminance({ red, green, blue }) {
    const [r, g, b] = [red, green, blue].map(value => {
        const part = value / 255
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
