/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "querist-clock.h"

/**
 * querist_clock_now:
 *
 * The moment that "today", "last quarter" and the like are read against: the computer's clock,
 * unless QUERIST_NOW (YYYY-MM-DD[THH:MM:SS], local time) sets another.
 *
 * Returns: (transfer full): the moment
 */
GDateTime *
querist_clock_now (void)
{
  const char *fixed = g_getenv ("QUERIST_NOW");
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  GDateTime *now = NULL;

  if (fixed != NULL && *fixed != '\0')
    {
      g_autofree char *full =
        strchr (fixed, 'T') != NULL ? g_strdup (fixed) : g_strconcat (fixed, "T00:00:00", NULL);

      now = g_date_time_new_from_iso8601 (full, zone);
      if (now == NULL)
        g_warning ("QUERIST_NOW is not a date of the form YYYY-MM-DD[THH:MM:SS]: %s", fixed);
    }
  return now != NULL ? now : g_date_time_new_now (zone);
}
