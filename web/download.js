/* Files made of what the page shows, or of the daemon's own bytes. */
import { h } from './dom.js';

/** Give a Blob, or a text, to the browser as a file. */
export function save(name, content, type) {
    const blob = content instanceof Blob ? content : new Blob([content], { type });
    const url = URL.createObjectURL(blob);
    const link = h('a', { href: url, download: name });
    link.click();
    /* The browser has its own hold on the content once the click is through. */
    setTimeout(() => URL.revokeObjectURL(url), 60000);
}

/** A button that saves what `make()` gives: [name, content, type]. */
export function saveButton(title, make) {
    return h('button', { type: 'button', click: () => save(...make()) }, title);
}
