/* The control room's ten seconds: a question, its cards, and the keys that act on them. */
import { byId, h } from './dom.js';
import { lastQuestion, SLOW_MS } from './ask.js';
import { answerSection, candidateSection, problemSection } from './cards.js';
import { showCode } from './code.js';
import { copyCad } from './cad.js';
import { startKinds } from './kinds.js';

const NO_ANSWER = `no answer for ${SLOW_MS / 1000} seconds: use the printed list`;

/* Give a card the focus. With the first one, what stands above it is to be seen too, the bands, the
 * warnings and the words, as far as the window allows. */
function focusOn(card, isFirst) {
    const hidden = () => card.getBoundingClientRect().top > innerHeight - 60;
    card.focus({ preventScroll: isFirst });
    if (isFirst) {
        scrollTo(0, 0);
        if (hidden()) {
            byId('answer').scrollIntoView({ block: 'start' });
        }
        if (hidden()) {
            card.scrollIntoView({ block: 'nearest' });
        }
    }
}

/** `map` shows the answer beside: show(body, id), clear(). Returns what the keys call. */
export function startControl(map) {
    const form = byId('ask');
    const box = byId('q');
    const line = lastQuestion();
    /* What was asked last, and what stands in the answer now. */
    let asked = null;
    let cards = [];
    let choices = [];
    let chosen = -1;
    let answer = null;

    const say = (text) => byId('status').replaceChildren(text);

    function put(section) {
        byId('answer').replaceChildren(...(section ? [section] : []));
        byId('trouble').replaceChildren();
        cards = [];
        choices = [];
        chosen = -1;
        answer = null;
    }

    function trouble(words) {
        byId('trouble').replaceChildren(h('p', {}, h('strong', {}, words), ' ',
            words.endsWith('list') ? h('a', { href: '/list' }, 'Printed list') : null));
    }

    /** Make a card the one that is read out, and that the keys act on. */
    function choose(index) {
        cards[chosen]?.element.removeAttribute('aria-current');
        chosen = index;
        const { element, result } = cards[index];
        element.setAttribute('aria-current', 'true');
        byId('answer').querySelector('.say').replaceChildren(result.say);
        say(result.say);
        map.show(answer, result.id);
        return element;
    }

    function showAnswer(body) {
        const { section, cards: made } = answerSection(body, asked.label);
        put(section);
        cards = made;
        answer = body;
        for (const [index, { element }] of cards.entries()) {
            element.addEventListener('click', () => choose(index).focus());
        }
        if (cards.length > 0) {
            const first = choose(0);
            const warned = section.querySelectorAll('.warnings li').length;
            say(`${warned > 0 ? `${warned} warnings above. ` : ''}${answer.results.length} found. ${cards[0].result.say}`);
            giveFocus(() => focusOn(first, true));
        } else {
            map.show(body, null);
            say(body.reason?.text ?? 'Nothing was found');
            giveFocus(() => byId('answer').focus());
        }
    }

    /* The answer takes the focus, unless the user is choosing kinds: choices must not run away. */
    function giveFocus(take) {
        if (!document.activeElement?.matches('input[type=radio]')) {
            take();
        }
    }

    function showProblem(problem) {
        if (problem.candidates?.length > 0) {
            const { section, buttons } = candidateSection(problem, take);
            put(section);
            choices = buttons;
            say(`${buttons.length} places may be meant. Choose by number.`);
            giveFocus(() => buttons[0].focus());
        } else {
            put(problemSection(problem));
            say(problem.detail);
            giveFocus(() => box.select());
        }
    }

    /* The data may have been loaded anew since this page was: then its bands and foot are of old. */
    function noteNewData({ data }) {
        const digest = document.querySelector('footer .digest')?.textContent;
        if (digest && digest !== data.pack) {
            trouble('New data have been loaded since this page was opened: press F5 to see what it says of them.');
        }
    }

    function showReply({ ok, body }) {
        byId('answer').removeAttribute('aria-busy');
        if (ok) {
            showAnswer(body);
            noteNewData(body);
        } else {
            showProblem(body);
        }
    }

    function showFailure(words) {
        byId('answer').removeAttribute('aria-busy');
        trouble(`${words}: use the printed list`);
    }

    async function ask(question) {
        asked = question;
        /* What was answered before goes at once: nobody is to take it for the answer to this. */
        put(null);
        map.clear();
        byId('answer').setAttribute('aria-busy', 'true');
        say('');
        const usable = new FormData(form).get('usable') ?? 'any';
        const json = { ...question.where, kind: [kinds.chosen()], k: 3, usable };
        let reply = null;
        try {
            reply = await line.ask('/v1/nearest', { json, slow: () => trouble(NO_ANSWER) });
        } catch (error) {
            showFailure(error.message);
        }
        if (reply !== null) {
            showReply(reply);
        }
    }

    /** Ask for a candidate: for a postcode, or a part of one, by itself, so that what is to be said of it
     * is said; for all else by the position that was offered. */
    function take({ kind, position, accuracy_m: accuracy, name, place }) {
        const { lat, lon, easting_m: easting, northing_m: northing } = position;
        const at = lat === null ? { easting, northing } : { lat, lon };
        const where = kind.startsWith('postcode') ? { postcode: name } : { ...at, accuracy_m: accuracy };
        ask({ where, label: [name, place].filter(Boolean).join(', ') });
    }

    function clear() {
        line.cancel();
        asked = null;
        put(null);
        byId('answer').removeAttribute('aria-busy');
        say('');
        map.clear();
        box.value = '';
        box.focus();
    }

    const kinds = startKinds(form, () => asked && ask(asked));
    form.addEventListener('submit', (event) => {
        event.preventDefault();
        /* Who presses / while the box has the focus has typed it; three are what3words. */
        const q = kinds.takePrefix(box.value.trim().replace(/^\/(?!\/)/, ''));
        if (q === '') {
            box.focus();
        } else {
            ask({ where: { q } });
        }
    });

    return {
        clear,
        toBox: () => { box.focus(); box.select(); },
        next: () => cards.length > 0 && focusOn(choose((chosen + 1) % cards.length), chosen === 0),
        code: () => cards.length > 0 && showCode(cards[chosen]),
        copy: async () => cards.length > 0 && say(await copyCad(cards[chosen], answer)),
        number: (digit) => choices[digit - 1]?.click(),
    };
}
