/* The code of an asset, for the control room: the token is asked for once and kept in this page's
 * memory alone. Each code shown is noted in the daemon's audit log. */
import { h, openDialog } from './dom.js';
import { ask } from './ask.js';

let token = null;

const REFUSALS = {
    401: 'This token is not known to the daemon. Press C to give another one.',
    403: 'This token may not see codes: it needs the role "control".',
    404: 'The pack holds no code of this one.',
};

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
        return ok ? ['Code ', h('strong', {}, body.code)] : [REFUSALS[status] ?? body.detail];
    } catch {
        return ['No answer: ask the holder of the code.'];
    }
}

/** Show the code of a card's asset in the card. */
export async function showCode({ result, element }) {
    token ||= await askToken();
    if (!token) {
        return;
    }
    element.querySelector('.code')?.remove();
    const shown = element.appendChild(h('p', { class: 'code', role: 'status' }));
    const slow = () => shown.replaceChildren('No answer for 3 seconds: ask the holder of the code.');
    shown.replaceChildren(...await fetchCode(result.id, slow));
}
