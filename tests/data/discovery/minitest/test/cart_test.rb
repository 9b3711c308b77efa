require 'minitest/autorun'

class CartTest < Minitest::Test
  def setup
    @x = 1
  end

  # def test_comment; end
  TEXT = "
  def test_string
  end
"

  def test_adds
    assert_equal 1, 1
  end

  def test_one_line; assert true; end

  def test_endless() = assert(true)

  def test_question?
    skip 'no'
  end

  def helper
    [1].each { |x| def test_in_helper; end if x == 2 }
  end
end

module Shop
  class OrderTest < Minitest::Test
    def test_in_module
      if 1 then 2 end
      begin
        1
      rescue StandardError
        nil
      end
    end

    class << self
      def test_singleton
      end
    end

    def self.test_class_method
    end
  end

  class Deep
    class InnerTest < Minitest::Test
      def test_inner
        while false do end
        case 1
        when 1 then 2
        end
      end
    end
  end
end

class Plain
  def test_not_a_test_class
  end
end

class Shop::CompactTest < Minitest::Test
  def test_compact; end
  define_method(:test_defined) { assert true }
end

class BaseTest < Minitest::Test
  def test_base; end
end

class ChildTest < BaseTest
  def test_child; end
end
