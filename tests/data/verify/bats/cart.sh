#!/bin/sh
# cart.sh DISCOUNT PRICE... prints the total
discount=$1
shift
sum=0
for price; do
	sum=$((sum + price))
done
echo $((sum * (100 - discount) / 100))
