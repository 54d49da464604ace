/* The index of names: every text a place or an asset can be asked by, cut into folded words; the
 * words sorted, each with the names it is in. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "compile/compiler.h"
#include "compile/name_order.h"
#include "compile/word_pool.h"
#include "data/places.h"
#include "io/fold.h"

struct names_work {
    struct na_compiler *compiler;
    struct na_word_pool pool;
    struct na_folded folded;
};

/* Append the words of a text to the words of names; *ret_count of them. */
static enum na_code add_words(struct names_work *work, struct na_str text, size_t room,
                              uint8_t *ret_count)
{
    struct na_flat_writer *writer = &work->compiler->writer;
    enum na_code code = NA_OK;
    size_t added = 0;
    na_fold(text, &work->folded);
    for (; code == NA_OK && added < work->folded.count && added < room; added++) {
        uint32_t number = 0;
        code = na_word_pool_add(&work->pool, work->folded.words[added], &number);
        number |= (work->folded.begins >> added & 1u) != 0 ? NA_NAME_PART_BEGINS : 0;
        if (code == NA_OK) {
            code = na_flat_writer_add(writer, NA_FLAT_NAME_WORDS, &number);
        }
    }
    *ret_count = (uint8_t)(*ret_count + added);
    return code;
}

/* What a name belongs to, and the texts of its locality, which may be said beside it. */
struct owner {
    uint32_t target;
    bool is_asset;
    const char *beside[2];
};

/* One name; a text without a word has none. */
static enum na_code add_name(struct names_work *work, const struct owner *owner,
                             enum na_name_role role, struct na_str text)
{
    struct na_flat_writer *writer = &work->compiler->writer;
    struct na_flat_name name = {.target = owner->target,
                                .first_word =
                                    (uint32_t)na_flat_writer_count(writer, NA_FLAT_NAME_WORDS),
                                .role = (uint8_t)role,
                                .is_asset = owner->is_asset};
    enum na_code code = add_words(work, text, NA_FOLD_WORDS_MAX, &name.own);
    if (code != NA_OK || name.own == 0) {
        return code;
    }
    for (size_t i = 0; code == NA_OK && i < 2; i++) {
        code = add_words(work, na_str_of(owner->beside[i]), NA_FOLD_WORDS_MAX, &name.beside);
    }
    if (code == NA_OK) {
        code = na_flat_writer_text(writer, na_str_trim(text), &name.text);
    }
    return code == NA_OK ? na_flat_writer_add(writer, NA_FLAT_NAMES, &name) : code;
}

static enum na_code add_aliases(struct names_work *work, const struct owner *owner,
                                const char *aliases)
{
    enum na_code code = NA_OK;
    while (code == NA_OK && *aliases != '\0') {
        size_t length = strcspn(aliases, "|");
        code = add_name(work, owner, NA_ROLE_ALIAS, (struct na_str){aliases, length});
        aliases += length + (aliases[length] == '|');
    }
    return code;
}

/* A text that is looked up as a whole: in lower case, blanks left out. */
static enum na_code add_whole(struct names_work *work, const struct owner *owner,
                              enum na_name_role role, const char *text)
{
    struct na_flat_writer *writer = &work->compiler->writer;
    char word[NA_FOLD_WORD_MAX * 2];
    size_t length = 0;
    for (const char *c = text; *c != '\0'; c++) {
        if (*c != ' ' && *c != '/' && length < sizeof word) {
            word[length++] = na_ascii_lower(*c);
        }
    }
    /* Longer than any postcode or what3words: nothing that could be asked for. */
    if (length == 0 || length > 64) {
        return NA_OK;
    }
    struct na_flat_name name = {.target = owner->target,
                                .first_word =
                                    (uint32_t)na_flat_writer_count(writer, NA_FLAT_NAME_WORDS),
                                .own = 1,
                                .role = (uint8_t)role,
                                .is_asset = owner->is_asset};
    uint32_t number = 0;
    enum na_code code = na_word_pool_add(&work->pool, (struct na_str){word, length}, &number);
    if (code == NA_OK) {
        code = na_flat_writer_add(writer, NA_FLAT_NAME_WORDS, &number);
    }
    if (code == NA_OK) {
        code = na_flat_writer_text(writer, na_str_of(text), &name.text);
    }
    return code == NA_OK ? na_flat_writer_add(writer, NA_FLAT_NAMES, &name) : code;
}

/* A text of the flat file. The pool of texts may move while names are added: hence the copy. */
static const char *copy_text(const struct names_work *work, uint32_t offset, char *to, size_t size)
{
    const char *text = work->compiler->writer.sections[NA_FLAT_STRINGS].data + offset;
    (void)na_text_copy(to, size, text);
    return to;
}

#define TEXT_MAX 4096

static enum na_code add_place(struct names_work *work, uint32_t i)
{
    char name[TEXT_MAX], aliases[TEXT_MAX], place[TEXT_MAX];
    const struct na_flat_place *places =
        (const struct na_flat_place *)(const void *)work->compiler->writer.sections[NA_FLAT_PLACES]
            .data;
    (void)copy_text(work, places[i].name, name, sizeof name);
    (void)copy_text(work, places[i].aliases, aliases, sizeof aliases);
    (void)copy_text(work, places[i].place, place, sizeof place);
    struct owner owner = {.target = i, .beside = {place, ""}};
    enum na_code code = add_name(work, &owner, NA_ROLE_NAME, na_str_of(name));
    return code == NA_OK ? add_aliases(work, &owner, aliases) : code;
}

static enum na_code add_asset(struct names_work *work, uint32_t i)
{
    char name[TEXT_MAX], aliases[TEXT_MAX], address[TEXT_MAX], postcode[64], w3w[128];
    const struct na_flat_asset *assets =
        (const struct na_flat_asset *)(const void *)work->compiler->writer.sections[NA_FLAT_ASSETS]
            .data;
    const uint32_t *texts = assets[i].texts;
    (void)copy_text(work, texts[NA_ASSET_NAME], name, sizeof name);
    (void)copy_text(work, texts[NA_ASSET_ALIASES], aliases, sizeof aliases);
    (void)copy_text(work, texts[NA_ASSET_ADDRESS], address, sizeof address);
    (void)copy_text(work, texts[NA_ASSET_POSTCODE], postcode, sizeof postcode);
    (void)copy_text(work, texts[NA_ASSET_W3W], w3w, sizeof w3w);
    struct owner owner = {.target = i, .is_asset = true, .beside = {address, postcode}};
    struct owner at = {.target = i, .is_asset = true, .beside = {postcode, ""}};
    enum na_code code = add_name(work, &owner, NA_ROLE_NAME, na_str_of(name));
    if (code == NA_OK) {
        code = add_aliases(work, &owner, aliases);
    }
    if (code == NA_OK) {
        code = add_name(work, &at, NA_ROLE_ADDRESS, na_str_of(address));
    }
    if (code == NA_OK) {
        code = add_whole(work, &at, NA_ROLE_POSTCODE, postcode);
    }
    return code == NA_OK ? add_whole(work, &at, NA_ROLE_W3W, w3w) : code;
}

/* A word and its number in the order met, for sorting. */
struct sorted_word {
    struct na_str text;
    uint32_t number;
};

static int compare_words(const void *a, const void *b)
{
    return na_str_compare(((const struct sorted_word *)a)->text,
                          ((const struct sorted_word *)b)->text);
}

/* Texts, shared lengths and bounds of postings, in sorted order; `numbers` from the order met to
 * that. `counts`: postings of each word in sorted order. */
static enum na_code write_words(struct na_flat_writer *writer, const struct sorted_word *sorted,
                                uint32_t count, const uint32_t *counts)
{
    struct na_flat_word flat = {0, 0};
    enum na_code code = NA_OK;
    for (uint32_t i = 0; code == NA_OK && i < count; i++) {
        unsigned char shared = 0;
        struct na_str text = sorted[i].text;
        while (i > 0 && shared < text.length && shared < sorted[i - 1].text.length &&
               text.bytes[shared] == sorted[i - 1].text.bytes[shared]) {
            shared++;
        }
        code = na_flat_writer_add(writer, NA_FLAT_WORDS, &flat);
        if (code == NA_OK) {
            code = na_buffer_append(&writer->sections[NA_FLAT_WORD_TEXTS], text.bytes, text.length);
        }
        if (code == NA_OK) {
            code = na_flat_writer_add(writer, NA_FLAT_WORD_SHARED, &shared);
        }
        flat.text += (uint32_t)text.length;
        flat.posting += counts[i];
    }
    return code == NA_OK && count > 0 ? na_flat_writer_add(writer, NA_FLAT_WORDS, &flat) : code;
}

/* The words of names by their sorted numbers, in the order of the names, so that a search reads
 * them forwards. */
static enum na_code renumber(struct na_flat_writer *writer, const uint32_t *numbers)
{
    struct na_flat_name *names =
        (struct na_flat_name *)(void *)writer->sections[NA_FLAT_NAMES].data;
    uint32_t *words = (uint32_t *)(void *)writer->sections[NA_FLAT_NAME_WORDS].data;
    size_t name_count = na_flat_writer_count(writer, NA_FLAT_NAMES);
    size_t word_count = na_flat_writer_count(writer, NA_FLAT_NAME_WORDS);
    uint32_t *ordered = calloc(word_count + 1, sizeof *ordered);
    uint32_t used = 0;
    if (ordered == NULL) {
        return NA_ERR_MEMORY;
    }
    for (size_t n = 0; n < name_count; n++) {
        uint32_t count = (uint32_t)names[n].own + names[n].beside;
        for (uint32_t w = 0; w < count; w++) {
            uint32_t word = words[names[n].first_word + w];
            ordered[used + w] = numbers[word & ~NA_NAME_PART_BEGINS] | (word & NA_NAME_PART_BEGINS);
        }
        names[n].first_word = used;
        used += count;
    }
    /* Every word belongs to one name: a text without any is dropped before its words are added. */
    if (used > 0) {
        memcpy(words, ordered, used * sizeof *words);
    }
    writer->sections[NA_FLAT_NAME_WORDS].length = used * sizeof *words;
    free(ordered);
    return NA_OK;
}

/* Count (postings NULL) or place the names of each word; a word twice in a name counts once.
 * `lasts`: the name last seen with each word, plus one. */
static void post_names(const struct na_flat_writer *writer, uint32_t *lasts, uint32_t *counts,
                       uint32_t *postings)
{
    const struct na_flat_name *names =
        (const struct na_flat_name *)(const void *)writer->sections[NA_FLAT_NAMES].data;
    const uint32_t *words =
        (const uint32_t *)(const void *)writer->sections[NA_FLAT_NAME_WORDS].data;
    uint32_t count = (uint32_t)na_flat_writer_count(writer, NA_FLAT_NAMES);
    for (uint32_t n = 0; n < count; n++) {
        uint32_t end = names[n].first_word + names[n].own + names[n].beside;
        for (uint32_t w = names[n].first_word; w < end; w++) {
            uint32_t word = words[w] & ~NA_NAME_PART_BEGINS;
            if (lasts[word] == n + 1) {
                continue;
            }
            lasts[word] = n + 1;
            if (postings != NULL) {
                postings[counts[word]] = n;
            }
            counts[word]++;
        }
    }
}

static enum na_code write_postings(struct na_flat_writer *writer, uint32_t words, uint32_t *lasts,
                                   uint32_t *counts)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < words; i++) {
        uint32_t count = counts[i];
        counts[i] = total;
        total += count;
        lasts[i] = 0;
    }
    struct na_buffer *buffer = &writer->sections[NA_FLAT_POSTINGS];
    enum na_code code = na_buffer_reserve(buffer, total * sizeof(uint32_t));
    if (code == NA_OK) {
        post_names(writer, lasts, counts, (uint32_t *)(void *)buffer->data);
        buffer->length = total * sizeof(uint32_t);
    }
    return code;
}

/* The number of "and" in the pool, UINT32_MAX without. */
static uint32_t find_and(const struct na_word_pool *pool)
{
    for (uint32_t i = 0; i < pool->count; i++) {
        if (na_str_is(na_word_pool_word(pool, i), "and")) {
            return i;
        }
    }
    return UINT32_MAX;
}

/* Sort the words; numbers: from the order met to that. */
static void sort_words(const struct na_word_pool *pool, struct sorted_word *sorted,
                       uint32_t *numbers)
{
    for (uint32_t i = 0; i < pool->count; i++) {
        sorted[i] = (struct sorted_word){na_word_pool_word(pool, i), i};
    }
    qsort(sorted, pool->count, sizeof *sorted, compare_words);
    for (uint32_t i = 0; i < pool->count; i++) {
        numbers[sorted[i].number] = i;
    }
}

static enum na_code write_index(struct names_work *work)
{
    struct na_flat_writer *writer = &work->compiler->writer;
    uint32_t count = work->pool.count;
    struct sorted_word *sorted = calloc((size_t)count + 1, sizeof *sorted);
    uint32_t *numbers = calloc((size_t)count + 1, sizeof *numbers);
    uint32_t *counts = calloc((size_t)count + 1, sizeof *counts);
    uint32_t *met = calloc((size_t)count + 1, sizeof *met);
    enum na_code code = NA_ERR_MEMORY;
    if (sorted == NULL || numbers == NULL || counts == NULL || met == NULL) {
        goto done;
    }
    post_names(writer, numbers, met, NULL);
    code = na_compile_name_order(writer, met, find_and(&work->pool));
    if (code != NA_OK) {
        goto done;
    }
    sort_words(&work->pool, sorted, numbers);
    for (uint32_t i = 0; i < count; i++) {
        counts[i] = met[sorted[i].number];
    }
    code = renumber(writer, numbers);
    if (code == NA_OK) {
        code = write_words(writer, sorted, count, counts);
    }
    if (code == NA_OK) {
        code = write_postings(writer, count, numbers, counts);
    }
done:
    free(sorted);
    free(numbers);
    free(counts);
    free(met);
    return code;
}

enum na_code na_compile_names(struct na_compiler *compiler, struct na_error *reterr)
{
    struct names_work *work = calloc(1, sizeof *work);
    if (work == NULL) {
        return na_fail_memory(reterr, "indexing the names");
    }
    work->compiler = compiler;
    na_word_pool_init(&work->pool);
    enum na_code code = NA_OK;
    size_t places = na_flat_writer_count(&compiler->writer, NA_FLAT_PLACES);
    size_t assets = na_flat_writer_count(&compiler->writer, NA_FLAT_ASSETS);
    na_compile_progress(compiler, "names of %zu places and assets", places + assets);
    for (size_t i = 0; code == NA_OK && i < places; i++) {
        code = add_place(work, (uint32_t)i);
    }
    for (size_t i = 0; code == NA_OK && i < assets; i++) {
        code = add_asset(work, (uint32_t)i);
    }
    if (code == NA_OK) {
        code = write_index(work);
    }
    na_word_pool_fini(&work->pool);
    free(work);
    return code == NA_OK ? NA_OK : na_fail(reterr, code, "No room for the names");
}
