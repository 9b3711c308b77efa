start_server {
    tags {"list" "slow"}
} {
    test {LPUSH, RPUSH} {
        assert_equal 1 [r lpush l a]
    }

    foreach type {a b} {
        test "LINDEX - $type" {
            r lindex l 0
        }
    }
}
