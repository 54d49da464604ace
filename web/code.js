/* The code of an asset, for the control room: the token is asked for once and kept in this page's
 * memory alone. Each code shown is noted in the daemon's audit log. It is shown until any other key
 * is pressed or a minute has gone, and then it is out of the document, not merely hidden. */
import { h, openDialog } from './dom.js';
import { ask } from './ask.js';

const SHOWN_MS = 60000;

let token = null;
let shown = null;

const REFUSALS = {
    401: 'This token is not known to the daemon. Press F4 to give another one.',
    403: 'This token may not see codes: it needs the role "control".',
    404: 'The pack holds no code of this one.',
};

/** The token of this page, or null: who has shown it is told which codes the room holds. */
export function roomToken() {
    return token;
}

function askToken() {
    return new Promise((resolve) => {
        const input = h('input', { id: 'token', type: 'password', autocomplete: 'off' });
        let given = null;
        const dialog = openDialog('Token for codes', (close) => [
            h('form', {
                submit: (event) => {
                    event.preventDefault();
                    given = input.value.trim();
                    close();
                },
            },
            h('p', {}, h('label', { for: 'token' }, 'Token of the control room'), input),
            h('p', { class: 'hint' }, 'Kept until this page is closed. Each code shown is noted with your token\'s name.'),
            h('p', {}, h('button', { type: 'submit' }, 'Show the code'), ' ',
                h('button', { type: 'button', click: close }, 'Cancel'))),
        ]);
        dialog.addEventListener('close', () => resolve(given));
    });
}

async function fetchCode(id, slow) {
    try {
        const path = `/v1/assets/${encodeURIComponent(id)}/access`;
        const { ok, status, body } = await ask(path, { token, slow });
        if (status === 401 || status === 403) {
            token = null;
        }
        return ok ? { code: body.code } : { refusal: REFUSALS[status] ?? body.detail };
    } catch {
        return { refusal: 'No answer: ask the holder of the code.' };
    }
}

/** Is a code shown: not why there is none? */
export function isCodeShown() {
    return shown !== null && shown.isCode;
}

/** Take the code out of the page; false if none was there. */
export function hideCode() {
    if (shown === null) {
        return false;
    }
    clearTimeout(shown.timer);
    shown.element.remove();
    const { ended } = shown;
    shown = null;
    ended();
    return true;
}

/** Show the code of a card's asset in the card; `ended()` is called when it has gone again. */
export async function showCode({ result, element }, ended) {
    hideCode();
    token ||= await askToken();
    if (!token || !element.isConnected) {
        return;
    }
    const mine = { element: h('p', { class: 'code', role: 'status' }), timer: 0, isCode: false, ended };
    shown = mine;
    element.append(mine.element);
    const slow = () => mine.element.replaceChildren('No answer for 3 seconds: ask the holder of the code.');
    const { code, refusal } = await fetchCode(result.id, slow);
    /* One that was put away before it came is not shown late. */
    if (shown === mine) {
        mine.isCode = refusal === undefined;
        mine.element.replaceChildren(...(mine.isCode ? ['Code ', h('strong', {}, code)] : [refusal]));
        mine.timer = setTimeout(hideCode, SHOWN_MS);
    }
}
