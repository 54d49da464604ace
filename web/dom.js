/* Elements made of text nodes only: what a pack or a caller says can never become markup here. */

const SVG = 'http://www.w3.org/2000/svg';

function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
        if (typeof value === 'function') {
            element.addEventListener(name, value);
        } else if (value !== null && value !== undefined && value !== false) {
            element.setAttribute(name, value === true ? '' : String(value));
        }
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
}

/** An HTML element. Attributes that are functions listen to the event of that name; null, undefined
 * and false are left out. Children are elements or texts; null ones are left out. */
export function h(tag, attributes, ...children) {
    return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes, ...children) {
    return fill(document.createElementNS(SVG, tag), attributes, children);
}

export function byId(id) {
    return document.getElementById(id);
}

/** Does this element take letters, so that a single key must be left to it? */
export function takesLetters(element) {
    if (element instanceof HTMLInputElement) {
        return !['radio', 'checkbox', 'button', 'submit', 'range', 'file'].includes(element.type);
    }
    return element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** A dialog of the page: shown at once, removed when closed. `fill(close)` gives its children. */
export function openDialog(title, fillWith) {
    const dialog = h('dialog', { 'aria-label': title });
    dialog.append(h('h2', {}, title), ...fillWith(() => dialog.close()));
    /* The browser gives the focus back at once when it closes. This event comes later: by then the
     * next key may have moved the focus, and it must not be taken back. */
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
}
