/* How far the ONS simplified its boundaries, by the letters in a file's name. */
#include <math.h>
#include <string.h>

#include "compile/manifest.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct {
    const char *name;
    double tolerance_m;
} generalisations[] = {{"BFE", 0}, {"BFC", 0}, {"BGC", 20}, {"BSC", 200}, {"BUC", 500}};

static bool is_letter(char c)
{
    return na_ascii_lower(c) >= 'a' && na_ascii_lower(c) <= 'z';
}

const char *na_generalisation_find(const char *file_name)
{
    const char *slash = strrchr(file_name, '/');
    for (const char *p = slash != NULL ? slash + 1 : file_name; *p != '\0'; p++) {
        bool starts = p == file_name || p[-1] == '/' || !is_letter(p[-1]);
        for (size_t i = 0; starts && i < COUNT(generalisations); i++) {
            char word[4] = "";
            (void)na_text_copy_str(word, sizeof word,
                                   (struct na_str){p, strlen(p) < 3 ? strlen(p) : 3});
            if (na_text_same_fold(word, generalisations[i].name) && !is_letter(p[3])) {
                return generalisations[i].name;
            }
        }
    }
    return "";
}

double na_generalisation_tolerance_m(const char *generalisation)
{
    for (size_t i = 0; i < COUNT(generalisations); i++) {
        if (na_text_same_fold(generalisation, generalisations[i].name)) {
            return generalisations[i].tolerance_m;
        }
    }
    return NAN;
}
