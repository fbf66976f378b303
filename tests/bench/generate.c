/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

/* Writes one of the three files of the import benchmark to standard output:
 *
 *   bench-generate orders|wide|text ROWS
 *
 * The same arguments give the same bytes. */

static guint64 state = 0x9e3779b97f4a7c15u;

/* xorshift64*, https://doi.org/10.1145/2845077 */
static guint64
next_random (void)
{
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * 0x2545f4914f6cdd1du;
}

static guint
below (guint limit)
{
  return (next_random () >> 33) % limit;
}

static const char *const words[] = {
  "tea", "coffee", "grüner", "late", "order", "returned", "damaged box", "gift", "café", "weekly",
  "customer asked", "second try", "paid by card", "paid in cash", "新しい", "bulk", "sample",
  "no receipt", "expired", "exchange",
};

static void
write_orders (guint64 n_rows)
{
  static const char *const statuses[] = { "shipped", "open", "returned", "cancelled" };
  static const char *const countries[] = { "DE", "FR", "GB", "NO", "US", "JP", "BR" };

  puts ("id,customer_id,email,ordered_at,status,quantity,unit_price,discount,country,note");
  for (guint64 i = 1; i <= n_rows; i++)
    {
      guint customer = 1 + below (400000);

      printf ("%" G_GUINT64_FORMAT ",%u,user%u@mail%u.example.com,20%02u-%02u-%02u %02u:%02u:%02u,"
              "%s,%u,%u.%02u,",
              i, customer, customer, customer % 97, 18 + below (7), 1 + below (12), 1 + below (28),
              below (24), below (60), below (60), statuses[below (4)], 1 + below (20),
              1 + below (500), below (100));
      if (below (4) == 0)
        printf ("0.%02u", 5 + below (30));
      printf (",%s,%s\n", countries[below (7)],
              below (3) == 0 ? words[below (G_N_ELEMENTS (words))] : "");
    }
}

static void
write_wide (guint64 n_rows)
{
  for (guint column = 0; column < 200; column++)
    printf ("%smeasure_%u", column > 0 ? "," : "", column + 1);
  putchar ('\n');
  for (guint64 i = 1; i <= n_rows; i++)
    {
      for (guint column = 0; column < 200; column++)
        {
          if (column > 0)
            putchar (',');
          if (column == 0)
            printf ("%" G_GUINT64_FORMAT, i);
          else if (column % 3 == 0)
            printf ("%u.%03u", below (10000), below (1000));
          else if (column % 3 == 1)
            printf ("%u", below (1000000));
          else
            printf ("code%u", below (5000));
        }
      putchar ('\n');
    }
}

static void
write_text_field (guint n_words)
{
  putchar ('"');
  for (guint i = 0; i < n_words; i++)
    {
      guint kind = below (20);

      if (i > 0)
        putchar (kind == 0 ? '\n' : ' ');
      if (kind == 1)
        printf ("\"\"%s\"\"", words[below (G_N_ELEMENTS (words))]);
      else if (kind == 2)
        printf ("%s,", words[below (G_N_ELEMENTS (words))]);
      else
        printf ("%s", words[below (G_N_ELEMENTS (words))]);
    }
  putchar ('"');
}

static void
write_text (guint64 n_rows)
{
  puts ("id,author,title,body,reply,language,posted_on");
  for (guint64 i = 1; i <= n_rows; i++)
    {
      printf ("%" G_GUINT64_FORMAT ",\"Author %u\",", i, below (50000));
      write_text_field (3 + below (5));
      putchar (',');
      write_text_field (15 + below (25));
      putchar (',');
      write_text_field (5 + below (10));
      printf (",%s,20%02u-%02u-%02u\n", below (2) ? "en" : "de", 18 + below (7), 1 + below (12),
              1 + below (28));
    }
}

int
main (int    argc,
      char **argv)
{
  guint64 n_rows = argc == 3 ? g_ascii_strtoull (argv[2], NULL, 10) : 0;

  if (n_rows > 0 && g_str_equal (argv[1], "orders"))
    write_orders (n_rows);
  else if (n_rows > 0 && g_str_equal (argv[1], "wide"))
    write_wide (n_rows);
  else if (n_rows > 0 && g_str_equal (argv[1], "text"))
    write_text (n_rows);
  else
    {
      fprintf (stderr, "usage: bench-generate orders|wide|text ROWS\n");
      return 2;
    }
  return ferror (stdout) ? 1 : 0;
}
