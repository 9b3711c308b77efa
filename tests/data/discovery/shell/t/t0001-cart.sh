#!/bin/sh
test_description='The cart'
. ./sharness.sh

# test_expect_success 'in a comment' 'true'

test_expect_success 'adds' '
	test 1 = 1
'

test_expect_success PREREQ 'with a prerequisite' '
	true
'

test_expect_success "double quotes" "
	true
"

test_expect_failure 'known breakage' '
	true
'

cat >/dev/null <<\EOT
test_expect_success 'in a here-document' 'true'
EOT

for i in 1 2; do
	test_expect_success "loop $i" 'true'
done

test_expect_success 'on one line' 'true'

test_expect_success 'continued' \
	'true'

test_expect_success 'it'\''s quoted' 'true'

test_done
