// Package csource reads C without its headers.
package csource
