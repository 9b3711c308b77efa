/*
 * schema_format - the checks behind the keyword `format`.
 *
 * Source: RFC 3339 (dates), 5321 (mail), 1123 (host names), 2673 and 4291 (addresses), 3986 and
 * 3987 (URIs), 6570 (templates), 6901 (JSON pointers), as draft-07 section 7.3 names them.
 */
#ifndef DOC_SCHEMA_FORMAT_H
#define DOC_SCHEMA_FORMAT_H

#include "doc/schema_node.h"

/* schema_format.c */
format_check format_date, format_time, format_date_time;

/* schema_format_net.c */
format_check format_email, format_idn_email, format_hostname, format_ipv4, format_ipv6, format_uri,
    format_uri_reference, format_iri, format_iri_reference;

#endif
