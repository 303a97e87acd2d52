// Waiting for what a reading system does in its own time.

const PATIENCE = 10_000 // milliseconds

export const moment = () => new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))

/** Whether `holds` becomes true before the patience is over. */
export async function until(holds) {
    for (const end = performance.now() + PATIENCE; performance.now() < end;) {
        if (await holds()) return true
        await moment()
    }
    return false
}
