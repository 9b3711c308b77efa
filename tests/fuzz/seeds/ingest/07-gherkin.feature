0# Written with the support team.
@checkout @SHOP-77
Feature: Guest checkout
  As a guest
  I want to pay without an account
  So that I can buy quickly

  Background:
    Given the shop is open
    And the cart holds
      | item   | price |
      | pen    |  1.50 |
      | a \| b |  2.00 |

  Rule: Guests pay at once

    @smoke @AC-1
    Scenario: pay by card
      When the guest pays by card
      Then the order is confirmed
      And a mail says:
        """
        Thank you
          for your order.
        """

    @REQ-9
    Scenario Outline: refused cards
      When the guest pays with <card>
      Then the payment is refused with "<reason>"

      Examples: old ones
        | card | reason  |
        | 4111 | expired |
        | 4222 | expired |

      @slow
      Examples: stolen ones
        | card | reason |
        | 4333 | stolen |

  Rule: Guests have no history
    Example: no list of orders
      * the guest sees no list of orders
