/** What a browser keeps and does on its way through redirects, without a browser. */
export class HttpBrowser {
  private readonly cookies = new Map<string, Map<string, string>>()

  /** One request with the cookies of its host; a redirect isn't followed. */
  async get(address: string): Promise<{ status: number; location: string | null; text: string }> {
    return this.send(address, {})
  }

  async post(address: string, form: Record<string, string>) {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    return this.send(address, { method: 'POST', headers, body: new URLSearchParams(form).toString() })
  }

  /** Follows redirects until there is none, or until one leads to an address that `until` wants. */
  async follow(address: string, until: (address: string) => boolean = () => false) {
    for (let hops = 0; hops < 20; hops++) {
      if (until(address)) return { address, text: '' }
      const { location, text } = await this.get(address)
      if (location === null) return { address, text }
      address = new URL(location, address).href
    }
    throw new Error(`too many redirects: ${address}`)
  }

  cookiesOf(address: string): Map<string, string> {
    const { host } = new URL(address)
    const cookies = this.cookies.get(host) ?? new Map<string, string>()
    this.cookies.set(host, cookies)
    return cookies
  }

  private async send(address: string, init: RequestInit) {
    const cookies = this.cookiesOf(address)
    const sent = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(address, {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), ...(sent ? { cookie: sent } : {}) },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name!)
      else cookies.set(name!, value!)
    }
    return {
      status: response.status,
      location: response.headers.get('location'),
      text: await response.text(),
    }
  }
}
