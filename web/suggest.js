/* What the text typed so far may become: shown under the box after a moment's stillness. Never an
 * answer: it fills the box, and Enter asks. */
import { byId, h } from './dom.js';
import { lastQuestion } from './ask.js';

const STILL_MS = 250;
const SIGNS_LEAST = 3;
const SHOWN_MOST = 5;

/** `fill(text)` puts a text into the box. */
export function startSuggestions(fill) {
    const line = lastQuestion();
    const place = byId('suggestions');
    let timer = 0;

    function show({ candidates }) {
        const texts = candidates.slice(0, SHOWN_MOST)
            .map(({ name, place: where }) => [name, where].filter(Boolean).join(', '));
        place.replaceChildren(...[...new Set(texts)].map((text) =>
            h('button', { type: 'button', tabindex: -1, click: () => fill(text) }, text)));
        place.hidden = texts.length === 0;
    }

    async function ask(q) {
        try {
            const reply = await line.ask('/v1/locate', { json: { q } });
            if (reply?.body.candidates) {
                show(reply.body);
            }
        } catch {
            /* Without suggestions the box works as well; asking says what is wrong. */
        }
    }

    function clear() {
        clearTimeout(timer);
        line.cancel();
        place.replaceChildren();
        place.hidden = true;
    }

    return {
        clear,
        /** The text has changed. */
        typed(text) {
            clear();
            if ([...text.trim()].length >= SIGNS_LEAST) {
                timer = setTimeout(() => ask(text.trim()), STILL_MS);
            }
        },
    };
}
