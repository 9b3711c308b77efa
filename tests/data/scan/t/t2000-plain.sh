#!/bin/sh
# Requirement: SHOP-6
echo 1..1
grep -q x "$0" && echo ok 1
