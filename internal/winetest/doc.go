// Package winetest makes under Wine what tests expect of Windows. It is empty on
// other systems.
package winetest
