import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** What the internet routes of IPv6. */
const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether the internet doesn't route an address: this machine, private networks, link-local addresses, cloud
 * metadata, documentation. Addresses that a gateway translates to IPv4 count as private too.
 */
function isPrivate(text: string): boolean {
  const address = ipaddr.process(text)
  if (address.range() !== 'unicast') return true
  return address.kind() === 'ipv6' && !address.match(GLOBAL)
}

/** Whether a URL contains a private IP address. A host name is checked when it is resolved. */
export function namesPrivateAddress(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && isPrivate(host)
}

/**
 * Resolves a host name; an error if one of its addresses is private. The check runs at the connection, not
 * before.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '')
    const wrong = addresses.find(({ address }) => isPrivate(address))
    if (wrong) return callback(new Error(`${hostname} is at a private address`), '')
    if (options.all) return callback(null, addresses)
    const [first] = addresses
    callback(null, first!.address, first!.family)
  })
}
