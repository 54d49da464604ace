/* The views of the page, a tab each, and what of them stands in the address: after `#`, which is
 * never sent to a server. A view must not put positions there. */
import { h, byId } from './dom.js';

const views = new Map();
let shown = null;

/** Where we are: `#coverage?kind=bleed_cabinet` is { name: 'coverage', state: URLSearchParams }. */
function place() {
    const [name, state] = location.hash.slice(1).split('?', 2);
    return { name, state: new URLSearchParams(state ?? '') };
}

function select(name) {
    for (const [other, view] of views) {
        view.tab.setAttribute('aria-selected', String(other === name));
        view.tab.tabIndex = other === name ? 0 : -1;
        view.panel.hidden = other !== name;
    }
}

function go() {
    const { name, state } = place();
    /* The link to the answer, say, is no view: we stay where we are. */
    if (!views.has(name) && name !== '' && shown !== null) {
        return;
    }
    const next = views.has(name) ? name : views.keys().next().value;
    if (shown !== null && shown !== next) {
        views.get(shown).hide?.();
    }
    shown = next;
    select(next);
    views.get(next).show?.(views.get(next).panel, state);
}

function turn(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) {
        return;
    }
    const names = [...views.keys()];
    const next = names[(names.indexOf(shown) + step + names.length) % names.length];
    location.hash = next;
    views.get(next).tab.focus();
}

/** A view: `title` on its tab; `show(panel, state)` whenever it is come to or its state changes,
 * `hide()` when it is left. An element with the id `name` is its panel, or one is made. */
export function register(name, { title, show, hide }) {
    /* A panel that is there stays where it is: an element that is moved loses the focus. */
    const panel = byId(name) ?? byId('views').appendChild(
        h('div', { id: name, class: 'view', hidden: true }));
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', `tab-${name}`);
    const tab = h('button', {
        type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': name,
        click: () => { location.hash = name; },
    }, title);
    views.set(name, { tab, panel, show, hide });
    byId('tabs').append(tab);
}

/** Keep the state of the view that is shown in the address; no step back is made of it. */
export function keepState(name, state) {
    if (name === shown) {
        const text = String(new URLSearchParams(state));
        history.replaceState(null, '', `#${name}${text === '' ? '' : `?${text}`}`);
    }
}

export function startViews() {
    byId('tabs').hidden = views.size < 2;
    byId('tabs').addEventListener('keydown', turn);
    addEventListener('hashchange', go);
    go();
}

export function shownView() {
    return shown;
}
