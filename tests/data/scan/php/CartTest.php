<?php
namespace Shop\Tests;

use PHPUnit\Framework\TestCase;

# function testInComment() {}
final class CartTest extends TestCase
{
    public function testAddsItem(): void
    {
        $x = <<<EOT
        public function testInHeredoc() {
        EOT;
        $this->assertSame(1, count(['}']));
    }

    #[Test]
    #[Group('SHOP-3')]
    public function it_is_empty(): void {}
}
