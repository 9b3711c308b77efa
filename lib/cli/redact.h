/*
 * redact - what a program takes secrets out with, as configured.  See redact/redact.h.
 */
#ifndef CLI_REDACT_H
#define CLI_REDACT_H

struct cli;
struct redactor;

struct redactor *cli_redactor(const struct cli *cli); /* lent */

#endif
