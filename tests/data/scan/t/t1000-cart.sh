#!/bin/sh
test_description='cart
test_expect_success "in a description" "true"
'
. ./test-lib.sh

test_expect_success 'setup' '
	git init cart &&
	cat >file <<-\EOT
	test_expect_success '\''in a here-document in a string'\'' "false"
	EOT
'

test_expect_success PERL,!MINGW "it's \$HOME" '
	test_cmp expect actual
'

cat >script <<\EOF_SCRIPT
test_expect_success 'in a here-document' 'false'
EOF_SCRIPT

for i in 1 2
do
	test_expect_success "loop $i" "
		test -f \"\$file\"
	"
done

test_expect_success 'from a here-document' - <<\EOT
	grep "don't" file
EOT

# Requirement: SHOP-8
test_expect_failure 'one line' 'false'
x=$((1 << 2))
test_expect_success 'after a shift' 'true'

test_done
