/** Pages of pipwave that name the codes. */
export const pages = {
  api: 'https://docs.pipwave.com/appendix/api_status_code.html',
  payment: 'https://github.com/chechintang/pipwave-Documentation-2 appendix/payment_status_code.md',
  capture: 'https://github.com/chechintang/pipwave-Documentation-2 api_list/capture_payment.md',
} as const
