def example_one(): pass
def test_two(): pass
def testthree(): pass
