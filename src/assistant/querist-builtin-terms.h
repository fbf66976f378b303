/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * QueristTerm:
 * @root: the word without its endings
 * @meanings: bits of the groups of synonyms it is in, 0 for none
 *
 * A word for comparing by meaning.
 */
typedef struct {
  char    *root;
  guint64  meanings;
} QueristTerm;

char    *querist_term_root     (const char        *folded);
GArray  *querist_terms_new     (const char *const *words);
GArray  *querist_terms_of_name (const char        *name);
double   querist_term_compare  (const QueristTerm *a,
                                const QueristTerm *b);
guint64  querist_term_meanings (const char        *root);
gboolean querist_term_is_link  (const char        *root);
const char *const *
         querist_term_measures (const char        *root);

G_END_DECLS
