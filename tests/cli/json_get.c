/* json_get [PATH] - check that standard input is one JSON text (no repeated members, nothing after
 * it but white space) and print the member at PATH ("results.0.id"): a string as it is, anything
 * else as JSON. Exit status 1 when it is not JSON, 3 when there is no such member. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static const json_t *step(const json_t *at, const char *name)
{
    if (json_is_array(at)) {
        size_t i = 0;
        const char *digit = name;
        while (*digit >= '0' && *digit <= '9' && i < 1000000) {
            i = i * 10 + (size_t)(*digit++ - '0');
        }
        return digit != name && *digit == '\0' ? json_array_get(at, i) : NULL;
    }
    return json_object_get(at, name);
}

static const json_t *find(const json_t *root, const char *path)
{
    const json_t *at = root;
    while (at != NULL && *path != '\0') {
        char name[128];
        size_t length = strcspn(path, ".");
        if (length >= sizeof name) {
            return NULL;
        }
        memcpy(name, path, length);
        name[length] = '\0';
        at = step(at, name);
        path += length + (path[length] == '.');
    }
    return at;
}

int main(int argc, char **argv)
{
    json_error_t error;
    json_t *root = json_loadf(stdin, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root == NULL) {
        (void)fprintf(stderr, "not JSON: %s\n", error.text);
        return 1;
    }
    int status = 0;
    const json_t *found = find(root, argc > 1 ? argv[1] : "");
    if (found == NULL) {
        (void)fprintf(stderr, "no member %s\n", argv[1]);
        status = 3;
    } else if (argc > 1 && json_is_string(found)) {
        (void)printf("%s\n", json_string_value(found));
    } else if (argc > 1) {
        (void)json_dumpf(found, stdout, JSON_ENCODE_ANY | JSON_COMPACT | JSON_REAL_PRECISION(15));
        (void)putchar('\n');
    }
    json_decref(root);
    return status;
}
