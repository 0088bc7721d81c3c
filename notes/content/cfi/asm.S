# Both functions keep three words on the stack and call leaf. One tells of it.
	.text
	.globl	lost, found

	.type	lost, @function
lost:	push	$0
	push	$0
	push	$0
	call	leaf
	add	$24, %rsp
	ret
	.size	lost, . - lost

	.type	found, @function
found:	.cfi_startproc
	push	$0
	.cfi_adjust_cfa_offset 8
	push	$0
	.cfi_adjust_cfa_offset 8
	push	$0
	.cfi_adjust_cfa_offset 8
	call	leaf
	add	$24, %rsp
	.cfi_adjust_cfa_offset -24
	ret
	.cfi_endproc
	.size	found, . - found

	.section .note.GNU-stack, "", @progbits
